/** The shapes that the elements show, by the names of `lms/packages/shapes.py`. */
export type * from "../protocol.gen";
