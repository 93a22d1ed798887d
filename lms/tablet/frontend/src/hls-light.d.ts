/** The build without subtitles, other sound tracks and encryption has the same types. */
declare module "hls.js/light" {
  export * from "hls.js";
  export { default } from "hls.js";
}
