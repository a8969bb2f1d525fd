/** Red, green and blue of numbers above 0, and below: the same in every picture of a kernel. */
export const ABOVE = [40, 120, 225] as const;
export const BELOW = [222, 66, 54] as const;
