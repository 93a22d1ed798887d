/** The tablet's own copy of what a candidate has answered, sealed under the paper's key: a tablet that crashed shows it again. */
import { fromUtf8, utf8 } from "../crypto/bytes";
import { seal, unseal } from "../crypto/sealing";
import type { ResponseRow, WorkDb } from "../db";

export interface Given {
  response: string;
  usedMs: number;
}

const place = (seat: string, item: string): string => `newleaf response ${seat} ${item}`;

export async function sealedResponse(
  key: CryptoKey,
  row: Omit<ResponseRow, "sealed">,
  response: string,
): Promise<ResponseRow> {
  return { ...row, sealed: await seal(key, utf8(response), utf8(place(row.seat, row.item))) };
}

/** By item. What cannot be opened with this key is left out: it was given under another paper. */
export async function responsesOf(db: WorkDb, key: CryptoKey, seat: string): Promise<Map<string, Given>> {
  const rows = await db.responses.where("[seat+item]").between([seat, ""], [seat, "\uffff"]).toArray();
  const given = new Map<string, Given>();
  for (const { item, sealed, usedMs } of rows) {
    const response = await unseal(key, sealed, utf8(place(seat, item))).then(fromUtf8, () => null);
    if (response !== null) given.set(item, { response, usedMs });
  }
  return given;
}
