// What a command wrote, within bounds: its beginning and its end are kept, the middle is counted.

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code < 0xdc00;
const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code < 0xe000;

/** Takes chunks of several streams in the order of their arrival. */
export class CappedOutput {
  readonly #headSize: number;
  readonly #tailSize: number;
  #head = '';
  #tail = '';
  #length = 0;

  /** `max` in characters (UTF-16 units). */
  constructor(max: number) {
    this.#headSize = Math.ceil(max / 2);
    this.#tailSize = Math.max(1, Math.floor(max / 2));
  }

  /** Characters of all that came. */
  get length(): number {
    return this.#length;
  }

  /** One writer a stream: it holds back the bytes of a character whose rest is still to come. */
  stream(): { readonly write: (bytes: Uint8Array) => void; readonly end: () => void } {
    const decoder = new TextDecoder();
    return {
      write: (bytes) => this.append(decoder.decode(bytes, { stream: true })),
      end: () => this.append(decoder.decode()),
    };
  }

  append(text: string): void {
    this.#length += text.length;
    const room = this.#headSize - this.#head.length;
    this.#head += text.slice(0, room);
    this.#tail += text.slice(room);
    // Cut only now and then: cutting at each chunk would copy the tail each time.
    if (this.#tail.length > 2 * this.#tailSize + 65_536) this.#tail = this.#tail.slice(-this.#tailSize);
  }

  text(): string {
    if (this.#tail.length === this.#length - this.#head.length && this.#tail.length <= this.#tailSize)
      return this.#head + this.#tail;
    let head = this.#head;
    let tail = this.#tail.slice(-this.#tailSize);
    if (isHighSurrogate(head.charCodeAt(head.length - 1))) head = head.slice(0, -1);
    if (isLowSurrogate(tail.charCodeAt(0))) tail = tail.slice(1);
    const left = this.#length - head.length - tail.length;
    return `${head}\n[… ${left} characters left out …]\n${tail}`;
  }
}
