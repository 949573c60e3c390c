declare global {
  interface String {
    /** Every supported Node has it; the compiler's ES2023 library does not know it yet. */
    isWellFormed(): boolean;
  }
}

/** False for text with half of a surrogate pair, which UTF-8 would silently replace. */
export function isWellFormed(text: string): boolean {
  return text.isWellFormed();
}
