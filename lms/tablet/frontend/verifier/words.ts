/** The page's own words; the sentences of verdicts come from the server's sentences.json. */
import type { Language } from "./verdicts";

const WORDS = {
  title: ["证书核验", "Check a certificate"],
  intro: [
    "扫描证书上的二维码，或者打开证书文件。全部在这台电脑上核对，不联网，什么也不发出去。",
    "Scan the QR code on the certificate, or open its file. All is checked on this computer: nothing is sent anywhere.",
  ],
  skip: ["跳到核验结果", "Skip to the result"],
  language: ["语言", "Language"],
  scan: ["用摄像头扫二维码", "Scan with the camera"],
  stop: ["关闭摄像头", "Switch the camera off"],
  open: ["打开文件或照片", "Open a file or a picture"],
  openHint: [
    "PDF、JSON、文本或二维码的照片，可以一次选几个，也可以拖到这里",
    "PDF, JSON, text, or a picture of the QR code; several at once; or drop them here",
  ],
  paste: ["粘贴文字", "Paste text"],
  pasteLabel: ["把证书的文字粘贴在这里", "Paste the certificate’s text here"],
  checkPasted: ["核对", "Check"],
  cameraLabel: ["摄像头画面：把二维码放在框里", "Camera: hold the QR code inside the frame"],
  working: ["正在核对……", "Checking …"],
  result: ["核验结果", "Result"],
  several: [
    "核对了{count}份：有效{valid}份，不能承认{invalid}份，没有结论{open}份。",
    "{count} checked: {valid} valid, {invalid} not to be accepted, {open} undecided.",
  ],
  holder: ["姓名", "Name"],
  latin: ["拼音", "In Latin letters"],
  born: ["出生日期", "Date of birth"],
  achievement: ["证书种类", "Certificate"],
  number: ["证书编号", "Number"],
  body: ["发证机构", "Awarding body"],
  issued: ["签发日期", "Issued on"],
  until: ["有效期至", "Valid until"],
  life: ["长期有效", "for life"],
  results: ["成绩", "Results"],
  passed: ["合格", "passed"],
  checked: ["逐项说明", "What was checked"],
  good: ["通过", "Good"],
  bad: ["不通过", "Bad"],
  openKind: ["没能核对", "Not checked"],
  note: ["请注意", "Please note"],
  beside: ["再核对另一份（二维码或文件）", "Compare with the other one (QR code or file)"],
  besideHint: [
    "现在请扫描同一份证书的二维码，或者打开它的文件。",
    "Now scan the QR code of the same certificate, or open its file.",
  ],
  again: ["核对下一份", "Check the next one"],
  print: ["打印结果", "Print the result"],
  printed: ["核验时间", "Checked at"],
  noCode: [
    "照片里没有找到二维码。请靠近一些、对准、光线亮一些再拍一张。",
    "No QR code was found in the picture. Take another: closer, straight and in good light.",
  ],
  noPicture: ["这张照片打不开。", "This picture cannot be opened."],
  noCamera: [
    "用不了摄像头：没有找到，或者没有允许使用。可以改用照片。",
    "The camera cannot be used: there is none, or it was not allowed. Use a picture instead.",
  ],
  data: ["核验资料", "Trust data"],
  dataIntro: [
    "这个页面认识下面的发证机构。每一项都有它们的签名，打开页面时已经核对。",
    "This page knows the awarding bodies below. Each part bears their signature and was checked when the page opened.",
  ],
  dataBroken: [
    "这个页面里的核验资料已损坏或被改过，什么也不能核对。请向发证机构要一份新的页面。",
    "The trust data in this page are damaged or were altered, so nothing can be checked. Get a new page from the awarding body.",
  ],
  dataMade: ["资料日期", "Made on"],
  dataStatus: ["撤销名单日期", "Status list of"],
  dataNone: ["没有撤销名单", "no status list"],
  newer: ["换用新的核验资料", "Use newer trust data"],
  newerHint: [
    "从发证机构得到的 .json 文件。关闭页面以后，下次要重新选。",
    "A .json file from the awarding body. It is forgotten when the page is closed.",
  ],
  newerTaken: ["已换用新的核验资料。", "The newer trust data are in use."],
  newerBroken: ["这份资料已损坏或被改过，没有采用。", "These data are damaged or were altered. They are not used."],
  newerOlder: ["这份资料比现在用的旧，没有采用。", "These data are older than those in use. They are not used."],
  newerStranger: [
    "这份资料没有用这里认识的密钥签名，没有采用。请要一份新的页面。",
    "These data are not signed with a key that this page knows. They are not used. Get a new page.",
  ],
  newerUnknown: [
    "资料里还有这个页面不认识的机构，没有采用：",
    "These data also name bodies that this page does not know. They are left out:",
  ],
  licences: ["所用开源软件的许可证", "Licences of the open source software in this page"],
} satisfies Record<string, [string, string]>;

export type Word = keyof typeof WORDS;

export function word(name: Word, language: Language): string {
  return WORDS[name][language === "zh" ? 0 : 1]!;
}
