declare module "virtual:scanner" {
  /** The QR decoder: base64 of gzip of WebAssembly. */
  const packed: string;
  export default packed;
}
