/** Figures of the catalogue in words. */
import type { Figure } from '../../catalog/figure.ts';
import { formatNumber } from '../../model/units.ts';

function valueText(value: NonNullable<Figure['value']>): string {
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join(', ') : value;
}

/**
 * @param figure a figure
 * @returns its value with unit, and the published range where there is one; `unknown` without a value
 */
export function figureText(figure: Figure): string {
  if (figure.value === null) return 'unknown';
  const unit = figure.unit === null || typeof figure.value !== 'number' ? '' : ` ${figure.unit}`;
  const range =
    figure.low === null || figure.high === null || figure.low === figure.high
      ? ''
      : ` (${formatNumber(figure.low)} to ${formatNumber(figure.high)})`;
  return `${valueText(figure.value)}${unit}${range}`;
}
