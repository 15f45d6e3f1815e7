/** All pages of a list, one after the other: for what is needed whole, and is never long. */
export async function* pagesOf<Page extends { nextCursor: string | null }>(
  load: (query: { limit: number; cursor?: string }) => Promise<Page>,
): AsyncGenerator<Page> {
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: Page = await load({ limit: 100, ...(cursor !== undefined && { cursor }) });
    yield page;
    cursor = page.nextCursor;
  }
}
