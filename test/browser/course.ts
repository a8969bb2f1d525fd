/** What the page and Node both train: two epochs of the digits net, enough work for helpers to be woken. */
export const STEPS = 40;
export const BATCH = 16;
