"""Draws the samples' pictures anew from their SVG sources: `python -m content.samples.draw`. For whoever changes a picture; the demo loads what was drawn."""

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path

from PIL import Image
from weasyprint import HTML

FOLDER = Path(__file__).parent / "pictures"
SIZE = (960, 540)


def draw(source: Path) -> Path:
    """The WebP beside the SVG, 960 × 540."""
    page = f"<style>body {{ margin: 0 }} @page {{ size: 960px 540px; margin: 0 }} svg {{ display: block }}</style>{source.read_text(encoding='utf-8')}"
    with tempfile.TemporaryDirectory() as name:
        pdf = Path(name, "page.pdf")
        HTML(string=page).write_pdf(pdf)
        drawn = subprocess.run(
            ["pdftoppm", "-r", "144", "-png", "-singlefile", str(pdf)], capture_output=True, check=True
        ).stdout
    target = source.with_suffix(".webp")
    with Image.open(io.BytesIO(drawn)) as picture:
        picture.convert("RGB").resize(SIZE, Image.Resampling.LANCZOS).save(target, "WEBP", quality=82, method=6)
    return target


CARD = {
    "zh": ("宪法小卡片", "<h2>四句话</h2><ul><li>宪法是国家的根本法，效力最高。</li><li>任何组织或者个人，都不得有超越宪法和法律的特权。（第五条）</li><li>公民在法律面前一律平等，国家尊重和保障人权。（第三十三条）</li><li>每年12月4日是国家宪法日。</li></ul><h2>五项权利</h2><ul><li>平等　第三十三条</li><li>批评和建议　第四十一条</li><li>劳动　第四十二条</li><li>物质帮助　第四十五条</li><li>受教育　第四十六条</li></ul><h2>我的问题</h2><p>写下来，问老师：</p><p>＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿</p>"),
    "en": ("The Constitution: a card", "<h2>Four sentences</h2><ul><li>The Constitution is the fundamental law and stands highest.</li><li>No organisation or individual is privileged to be beyond it. (Article 5)</li><li>All citizens are equal before the law; the state respects and protects human rights. (Article 33)</li><li>4 December is National Constitution Day.</li></ul><h2>Five rights</h2><ul><li>Equality: Article 33</li><li>Criticism and suggestions: Article 41</li><li>Work: Article 42</li><li>Assistance: Article 45</li><li>Education: Article 46</li></ul><h2>My question</h2><p>Write it down and ask your teacher:</p><p>______________________________</p>"),
}  # fmt: skip


def print_card(language: str) -> Path:
    title, body = CARD[language]
    page = (
        (FOLDER.parent / "documents" / "constitution.html")
        .read_text(encoding="utf-8")
        .format(language=language, title=title, body=body)
    )
    target = FOLDER.parent / "documents" / f"constitution.{language}.pdf"
    HTML(string=page).write_pdf(target)
    return target


if __name__ == "__main__":
    for tongue in CARD:
        print(print_card(tongue).name)
    for svg in sorted(FOLDER.glob("*.svg")):
        print(draw(svg).name)
