/** The pictures of an open paper, each with an address while somebody looks at it. */
import type { ExamPaper } from "../protocol.gen";

export class PaperPictures {
  private readonly addresses = new Map<string, string>();

  constructor(private readonly paper: ExamPaper) {}

  address(path: string): string {
    const known = this.addresses.get(path);
    if (known) return known;
    const picture = this.paper.pictures[path];
    if (!picture) return "";
    const bytes = Uint8Array.from(atob(picture.data), (character) => character.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: picture.media_type }));
    this.addresses.set(path, address);
    return address;
  }

  close(): void {
    for (const address of this.addresses.values()) URL.revokeObjectURL(address);
    this.addresses.clear();
  }
}
