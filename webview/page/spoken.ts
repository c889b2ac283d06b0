// Words for the page's one live region that no event of the host tells: what a key of the person did.

export class Spoken {
  private readonly listeners = new Set<(words: string) => void>();

  say(words: string): void {
    for (const listener of this.listeners) listener(words);
  }

  subscribe(listener: (words: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
