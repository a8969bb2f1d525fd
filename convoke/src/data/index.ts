/**
 * `convoke/data`: what stands between files and nets. Text becomes rows of token numbers, sound
 * becomes spectrograms, pictures become tensors; all of it plain data in, plain data out.
 *
 *     const { images, labels } = readDigits(imageFile, labelFile);
 *     for (const rows of batches(shuffled(images.shape[0], stream(seed, epoch)), 64))
 *       step(gather(images, rows), gather(labels, rows));
 */
export type { Sound } from "../formats/sound.ts";
export { normal, random, stream } from "../tensor/random.ts";
export type { Indices } from "../tensor/tensor.ts";
export { batches, gather, type Rows, shuffled } from "./batches.ts";
export { augmentImages, type ImageAugmentation } from "./images/augment.ts";
export { type LabelledImages, readDigits } from "./images/digits.ts";
export type { Elastic } from "./images/elastic.ts";
export { meanAndStd, normalize, type Statistics } from "./images/normalize.ts";
export {
  addNoise,
  frequencyMask,
  gain,
  type Range,
  timeMask,
  timeShift,
} from "./sound/augment.ts";
export { addBackground, stretch } from "./sound/background.ts";
export { amplitudeToDb, type DecibelOptions } from "./sound/decibels.ts";
export { fourierKernels } from "./sound/fourier-kernels.ts";
export { hzToMel, type MelOptions, type MelScale, melFilterBank, melToHz } from "./sound/mel.ts";
export {
  logMelSpectrogram,
  type MelSpectrogramOptions,
  melSpectrogram,
  mfcc,
} from "./sound/mel-spectrogram.ts";
export { type ResampleOptions, resample } from "./sound/resample.ts";
export { speed } from "./sound/speed.ts";
export { type Spectra, type StftOptions, spectrogram, stft } from "./sound/stft.ts";
export { type WindowName, windowOf } from "./sound/windows.ts";
export { type LabelledTexts, readLabelledTexts, readLines } from "./text/corpus.ts";
export { decode, encode } from "./text/encode.ts";
export { type TokenizeOptions, tokenize } from "./text/tokenize.ts";
export {
  buildVocabulary,
  loadVocabulary,
  PAD,
  saveVocabulary,
  UNKNOWN,
  type Vocabulary,
  type VocabularyOptions,
} from "./text/vocabulary.ts";
