/** Zoom and place of the view: from what the link says to what the worker draws. */
import type { View } from "../filter/screen.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** As the link holds it: `zoom` pixels of the screen (CSS) for one of the picture, 0 to fit; middle as shares. */
export interface Place {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

export const MOST_ZOOM = 64;

/** Below it a picture is a dot. */
const LEAST_ZOOM = 1 / 64;

export const fitZoom = (picture: Size, frame: Size): number =>
  Math.min(MOST_ZOOM, frame.width / picture.width, frame.height / picture.height);

export const zoomOf = (place: Place, picture: Size, frame: Size): number =>
  place.zoom === 0 ? fitZoom(picture, frame) : place.zoom;

/** @param density pixels of the screen for one of CSS. */
export function viewOf(place: Place, picture: Size, frame: Size, density: number): View {
  const scale = zoomOf(place, picture, frame) * density;
  const [width, height] = [Math.round(frame.width * density), Math.round(frame.height * density)];
  const start = (share: number, size: number, screen: number) => {
    const from = share * size - screen / scale / 2;
    // At whole multiples pixels of both lie on one grid.
    return Number.isInteger(scale) ? Math.round(from * scale) / scale : from;
  };
  return {
    width,
    height,
    scale,
    left: start(place.x, picture.width, width),
    top: start(place.y, picture.height, height),
  };
}

const inside = (share: number): number => Number(Math.min(1, Math.max(0, share)).toFixed(4));

/** Moved by pixels of CSS. */
export function panned(place: Place, picture: Size, frame: Size, dx: number, dy: number): Place {
  const zoom = zoomOf(place, picture, frame);
  return {
    ...place,
    x: inside(place.x - dx / zoom / picture.width),
    y: inside(place.y - dy / zoom / picture.height),
  };
}

/**
 * Nearer or further, with the pixel under a point left where it is.
 *
 * @param from place in the frame, from its middle, in pixels of CSS.
 */
export function zoomed(
  place: Place,
  picture: Size,
  frame: Size,
  to: number,
  from: readonly [x: number, y: number] = [0, 0],
): Place {
  const old = zoomOf(place, picture, frame);
  const zoom = Number(Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, to)).toPrecision(4));
  const shift = (d: number) => d / old - d / zoom;
  return {
    zoom,
    x: inside(place.x + shift(from[0]) / picture.width),
    y: inside(place.y + shift(from[1]) / picture.height),
  };
}
