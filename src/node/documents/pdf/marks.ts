// Bullets that a PDF draws instead of writing: small round or square paths.

/** The middle of a drawn bullet, in points, `y` growing upwards. */
export interface Mark {
  readonly x: number;
  readonly y: number;
}

/** Codes of the drawing operators that matter here, as the parser numbers them. */
export interface Operators {
  readonly save: number;
  readonly restore: number;
  readonly transform: number;
  readonly paintFormXObjectBegin: number;
  readonly paintFormXObjectEnd: number;
  readonly constructPath: number;
  readonly fill: number;
  readonly eoFill: number;
  readonly stroke: number;
  readonly closeStroke: number;
}

export interface OperatorList {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
}

type Matrix = readonly [number, number, number, number, number, number];

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];
const SMALLEST = 1.2;
const LARGEST = 7;

export function marksOf({ fnArray, argsArray }: OperatorList, codes: Operators): Mark[] {
  const painting = new Set([codes.fill, codes.eoFill, codes.stroke, codes.closeStroke]);
  const marks: Mark[] = [];
  const saved: Matrix[] = [];
  let matrix = IDENTITY;
  for (const [index, code] of fnArray.entries()) {
    const args = argsArray[index];
    if (code === codes.save) saved.push(matrix);
    else if (code === codes.restore || code === codes.paintFormXObjectEnd) matrix = saved.pop() ?? IDENTITY;
    else if (code === codes.transform) matrix = times(matrix, numbersIn(args));
    else if (code === codes.paintFormXObjectBegin) {
      saved.push(matrix);
      matrix = times(matrix, numbersIn(Array.isArray(args) ? args[0] : undefined));
    } else if (code === codes.constructPath && Array.isArray(args) && painting.has(Number(args[0]))) {
      const mark = markOf(numbersIn(args[2]), matrix);
      if (mark) marks.push(mark);
    }
  }
  return marks;
}

function numbersIn(value: unknown): readonly number[] {
  return ArrayBuffer.isView(value) || Array.isArray(value) ? Array.from(value as ArrayLike<number>, Number) : [];
}

function times([a, b, c, d, e, f]: Matrix, other: readonly number[]): Matrix {
  const [g = 1, h = 0, i = 0, j = 1, k = 0, l = 0] = other;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

/** The middle of a path's box when the box is about as wide as high and as small as a bullet. */
function markOf(box: readonly number[], [a, b, c, d, e, f]: Matrix): Mark | undefined {
  const [left = 0, bottom = 0, right = 0, top = 0] = box;
  const width = Math.hypot(a, b) * (right - left);
  const height = Math.hypot(c, d) * (top - bottom);
  const isSmall = Math.min(width, height) >= SMALLEST && Math.max(width, height) <= LARGEST;
  if (!isSmall || Math.abs(width - height) > 0.25 * Math.max(width, height)) return undefined;
  const [x, y] = [(left + right) / 2, (bottom + top) / 2];
  return { x: a * x + c * y + e, y: b * x + d * y + f };
}
