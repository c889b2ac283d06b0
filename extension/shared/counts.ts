// Numbers in words, the same in host and page. Pure.

/** `1 file`, `12,000 files`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
