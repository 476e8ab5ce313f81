import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Drawn } from './charts.ts';

use([BarChart, LineChart, GridComponent, SVGRenderer]);

/**
 * A drawing is scaled to its place, and its text with it: with these two, which the style sheet puts where each fits, a text is
 * from 11 to 15 pixels high on every screen.
 */
const SIZES = [
  { className: 'narrow', width: 340, height: 205, fontSize: 12.85 },
  { className: 'wide', width: 460, height: 200, fontSize: 12.8 },
] as const;

/** Colours of the style sheet, which alone knows of dark, light and paper. */
const COLOURS = ['var(--first)', 'var(--second)'];

/** The chart as SVG, once for narrow places and once for wide ones. */
export function draw(chart: Drawn): string {
  return SIZES.map(({ className, width, height, fontSize }) => {
    const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height });
    drawing.setOption(optionOf(chart, fontSize));
    const svg = drawing.renderToSVGString();
    drawing.dispose();
    const inner = svg.replace(/^<svg [^>]*>/, '').replace(NEEDLESS, '');
    return `<svg class="${className}" viewBox="0 0 ${width} ${height}" aria-hidden="true">${inner}`;
  }).join('\n');
}

/** What a program of ECharts would look for, and style: the page's policy lets none in but the page's own. */
const NEEDLESS = /<style[^]*?<\/style>\s*| (?:ecmeta_\w+|style|class|pointer-events)="[^"]*"/g;

function optionOf(chart: Drawn, fontSize: number): EChartsCoreOption {
  const label = { color: 'var(--muted)', fontSize };
  return {
    animation: false,
    grid: { left: 2, right: 8, top: 12, bottom: 2, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: chart.days,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: 'var(--line)' } },
      axisLabel: { ...label, hideOverlap: true, margin: 10 },
    },
    yAxis: {
      type: 'value',
      splitNumber: 3,
      ...(chart.unit === '' ? { minInterval: 1 } : {}),
      axisLabel: { ...label, formatter: (value: number) => `${chart.number(value)} ${chart.unit}`.trim() },
      splitLine: { lineStyle: { color: 'var(--line)' } },
    },
    series: chart.series.map((values, index) => ({
      ...(chart.kind === 'bars' ? bars(index) : line(index)),
      data: values,
      silent: true,
      emphasis: { disabled: true },
    })),
  };
}

/** The second of two is told by its stripes as well. */
function bars(index: number): object {
  const stripes = {
    symbol: 'rect',
    color: 'var(--card)',
    dashArrayX: [1, 0],
    dashArrayY: [2, 3],
    rotation: -Math.PI / 4,
  };
  return {
    type: 'bar',
    stack: 'all',
    barMaxWidth: 22,
    barCategoryGap: '25%',
    itemStyle: { color: COLOURS[index], ...(index === 0 ? {} : { decal: stripes }) },
  };
}

/** The second of two is told by its dashes and the shape of its points as well. */
function line(index: number): object {
  return {
    type: 'line',
    symbol: index === 0 ? 'circle' : 'diamond',
    symbolSize: index === 0 ? 5 : 7,
    showAllSymbol: true,
    itemStyle: { color: COLOURS[index] },
    lineStyle: { color: COLOURS[index], width: 2, type: index === 0 ? 'solid' : [5, 4] },
  };
}
