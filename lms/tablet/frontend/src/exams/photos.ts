/** Photos are made smaller on the tablet: enough to mark by, and nothing in them but the picture (no place, no camera, no time). */
import { CoreError } from "../errors";

const LONGEST_SIDE = 1600; // pixels
const QUALITY = 0.8;
const LARGEST = 60 * 1024 * 1024; // bytes: more than any camera makes, and too much to unpack

/** A JPEG. Throws "file_kind" when it cannot be read as a picture, "file_large". */
export async function shrunk(photo: Blob): Promise<Blob> {
  if (photo.size > LARGEST) throw new CoreError("file_large");
  const picture = await createImageBitmap(photo).catch(() => {
    throw new CoreError("file_kind");
  });
  try {
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext("2d");
    if (!pen) throw new CoreError("file_kind");
    pen.fillStyle = "#fff"; // what is clear in a PNG would be black in a JPEG
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    if (!made || made.type !== "image/jpeg") throw new CoreError("file_kind");
    return made;
  } finally {
    picture.close();
  }
}
