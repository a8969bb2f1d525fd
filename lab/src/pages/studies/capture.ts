/** A picture of the camera, a few seconds of the microphone: asked for, taken, and let go again. */
import type { Recording } from "@convoke/studies/model";

export async function photograph(): Promise<Blob> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: true });
  try {
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    canvas.getContext("2d")!.drawImage(video, 0, 0);
    return await canvas.convertToBlob({ type: "image/png" });
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

const SECONDS = 3;

export async function recording(source: string): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  try {
    const recorder = new MediaRecorder(stream);
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve));
    recorder.start();
    await new Promise((resolve) => setTimeout(resolve, 1000 * SECONDS));
    recorder.stop();
    await stopped;
    return await decoded(new Blob(parts), source);
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

const RATE = 44_100;

/** Whatever this browser plays, as samples of one channel; workers cannot ask it. */
export async function decoded(file: Blob, source: string): Promise<Recording> {
  const context = new OfflineAudioContext(1, 1, RATE);
  const sound = await context.decodeAudioData(await file.arrayBuffer());
  return { source, rate: RATE, samples: sound.getChannelData(0) };
}
