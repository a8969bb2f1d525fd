/** Pictures of the camera, one after the other, none before the last is done with. */

export interface Camera {
  readonly stop: () => void;
}

/**
 * @param onFrame takes each picture over, and says by its promise when the next may come.
 * @param onEnd the camera was taken away, or a picture of it could not be shown.
 * @throws what the browser says when there is none, or a person says no.
 */
export async function openCamera(
  onFrame: (bitmap: ImageBitmap) => Promise<void>,
  onEnd: (error: Error | null) => void,
): Promise<Camera> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { width: { ideal: 1280 }, height: { ideal: 720 } },
  });
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  let running = true;
  const stop = () => {
    running = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  for (const track of stream.getTracks())
    track.addEventListener("ended", () => onEnd(null), { once: true });
  try {
    await video.play();
  } catch (error) {
    stop();
    throw error;
  }
  const next = async (): Promise<void> => {
    const bitmap = await createImageBitmap(video);
    // Another picture may have been chosen meanwhile.
    if (!running) return bitmap.close();
    await onFrame(bitmap);
    if (running) video.requestVideoFrameCallback(film);
  };
  const film = () =>
    void next().catch((error: Error) => {
      if (!running) return;
      stop();
      onEnd(error);
    });
  film();
  return { stop };
}
