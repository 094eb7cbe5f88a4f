/** Tables as the user meets them. */
import type { Locator, Page } from '@playwright/test';

/** The table on screen. */
export function gridOf(page: Page): Locator {
  return page.getByRole('grid');
}

/** One cell by its place; rows and columns count from 0, the first column is the name. */
export function cellAt(page: Page, row: number, column: number): Locator {
  return gridOf(page).locator(`[data-row="${row}"][data-column="${column}"]`);
}

/** Column of a header's title in the table on screen. */
export async function columnOf(page: Page, title: string): Promise<number> {
  const header = gridOf(page).locator('[role="columnheader"][data-column]', {
    has: page.locator('.title', { hasText: new RegExp(`^${title}\\*?$`) }),
  });
  return Number(await header.getAttribute('data-column'));
}

/** A cell by the title of its column. */
export async function cellOf(page: Page, row: number, title: string): Promise<Locator> {
  return cellAt(page, row, await columnOf(page, title));
}

/** Pastes text where the focus is, as another program would have copied it. */
export async function pasteText(page: Page, text: string): Promise<void> {
  await page.evaluate((plain) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', plain);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

/** Tabs on until something has the focus. */
export async function tabTo(page: Page, target: Locator, most = 60): Promise<void> {
  for (let step = 0; step < most; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${most} tabs do not reach it`);
}
