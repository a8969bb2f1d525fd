/** Where the picture comes from: two that are always there, a file, the clipboard, the camera. */
import { useEffect, useRef, useState } from "preact/hooks";
import { SAMPLES, type Sample } from "../parameters.ts";
import type { Darkroom } from "../use-darkroom.ts";
import { homeWords } from "../words.ts";
import { type Camera, openCamera } from "./camera.ts";
import { sample } from "./pictures.ts";

/** A person's own file, kept while other pages are looked at. */
let kept: File | null = null;

interface Props {
  readonly room: Darkroom;
  readonly picked: Sample;
  readonly onPick: (sample: Sample) => void;
}

export function Sources({ room, picked, onPick }: Props) {
  const t = homeWords();
  const input = useRef<HTMLInputElement>(null);
  const camera = useRef<Camera | null>(null);
  const [own, setOwn] = useState<string | null>(kept?.name ?? null);
  const [live, setLive] = useState(false);
  const [over, setOver] = useState(false);
  const latest = useRef(room);
  latest.current = room;
  /** Another number for each choice: a camera that opens after the next one is shut again. */
  const choice = useRef(0);

  const stop = () => {
    choice.current++;
    camera.current?.stop();
    camera.current = null;
    setLive(false);
  };
  const take = async (file: File | undefined) => {
    if (!file) return;
    stop();
    if (!(await latest.current.open(file, file.name))) return;
    kept = file;
    setOwn(file.name);
  };
  const pick = (name: Sample) => {
    stop();
    kept = null;
    setOwn(null);
    onPick(name);
    if (name === picked) void latest.current.open(sample(name), name);
  };
  const film = async () => {
    stop();
    const mine = choice.current;
    const onEnd = (error: Error | null) => {
      stop();
      if (error) latest.current.refuse(error.message);
    };
    try {
      if (!navigator.mediaDevices) throw new Error(t.noCameraHere);
      const opened = await openCamera((bitmap) => latest.current.frame(bitmap, "camera"), onEnd);
      if (mine !== choice.current) return opened.stop();
      camera.current = opened;
      setOwn("camera");
      setLive(true);
    } catch (error) {
      if (mine === choice.current) room.refuse(t.noCamera((error as Error).message));
    }
  };

  useEffect(() => {
    if (kept) void latest.current.open(kept, kept.name);
    else if (own === null) void latest.current.open(sample(picked), picked);
  }, [picked]);
  useEffect(() => stop, []);
  useEffect(() => {
    const onDrag = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setOver(event.type !== "dragleave" || event.relatedTarget !== null);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      void take(event.dataTransfer.files[0]);
    };
    const onPaste = (event: ClipboardEvent) => take(event.clipboardData?.files[0]);
    addEventListener("dragover", onDrag);
    addEventListener("dragleave", onDrag);
    addEventListener("drop", onDrop);
    addEventListener("paste", onPaste);
    return () => {
      removeEventListener("dragover", onDrag);
      removeEventListener("dragleave", onDrag);
      removeEventListener("drop", onDrop);
      removeEventListener("paste", onPaste);
    };
  }, []);

  return (
    <div class="sources" role="group" aria-label={t.picture}>
      {SAMPLES.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={own === null && name === picked}
          onClick={() => pick(name)}
        >
          {t.choices[name]}
        </button>
      ))}
      <button
        type="button"
        aria-pressed={own !== null && !live}
        onClick={() => input.current?.click()}
      >
        {t.open}
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={t.open}
        onChange={(event) => {
          void take(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
      <button type="button" aria-pressed={live} onClick={live ? stop : film}>
        {live ? t.stopCamera : t.camera}
      </button>
      <small class="hint">
        {own === "camera"
          ? t.notInLink
          : own !== null && room.picture?.name === own
            ? `${t.ownPicture(own, room.picture.width, room.picture.height)}. ${t.notInLink}`
            : t.openHint}
      </small>
      {over && <div class="drop">{t.dropHere}</div>}
    </div>
  );
}
