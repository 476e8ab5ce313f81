import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { ChartData, PageData } from '../page-data.ts';

use([BarChart, LineChart, GridComponent, TooltipComponent, SVGRenderer]);

/** Colours of the style sheet, which alone knows of dark, light and paper. */
const COLOURS = ['var(--first)', 'var(--second)'];

export function drawCharts(data: PageData): void {
  for (const chart of data.charts) {
    const place = document.getElementById(chart.id);
    if (place !== null) draw(place, optionOf(chart, data));
  }
}

function draw(place: HTMLElement, option: EChartsCoreOption): void {
  const chart = init(place, null, { renderer: 'svg' });
  chart.setOption(option);
  const fit = (): void => {
    // On paper the drawing is scaled instead, which may begin before anything could be drawn again.
    const { width, height } = chart.getDom().getBoundingClientRect();
    if (width === 0) return;
    chart.resize();
    place.querySelector('svg')?.setAttribute('viewBox', `0 0 ${width} ${height}`);
    place.querySelector('svg')?.setAttribute('aria-hidden', 'true');
  };
  new ResizeObserver(() => {
    if (!matchMedia('print').matches) fit();
  }).observe(place);
  fit();
}

function optionOf(chart: ChartData, data: PageData): EChartsCoreOption {
  const number = new Intl.NumberFormat(data.locale, { maximumFractionDigits: 1 });
  const label = { color: 'var(--muted)', fontSize: 12, fontFamily: FONT };
  return {
    animation: false,
    grid: { left: 4, right: 8, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      trigger: 'axis',
      confine: true,
      axisPointer: {
        type: 'line',
        lineStyle: { color: 'var(--muted)', type: 'solid' },
        label: { show: false },
      },
      className: 'tip',
      padding: 0,
      borderWidth: 0,
      backgroundColor: 'transparent',
      formatter: (points: { dataIndex: number }[]) => tip(points[0]?.dataIndex ?? 0, chart, data, number),
    },
    xAxis: {
      type: 'category',
      data: data.days.map(({ short }) => short),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: 'var(--line)' } },
      axisLabel: { ...label, hideOverlap: true, margin: 10 },
    },
    yAxis: {
      type: 'value',
      splitNumber: 3,
      ...(chart.unit === '' ? { minInterval: 1 } : {}),
      axisLabel: { ...label, formatter: (value: number) => `${number.format(value)} ${chart.unit}`.trim() },
      splitLine: { lineStyle: { color: 'var(--line)' } },
    },
    series: chart.series.map((series, index) => ({
      ...(chart.kind === 'bars' ? bars(index) : line(index)),
      name: series.name,
      data: series.values,
      silent: true,
      emphasis: { disabled: true },
    })),
  };
}

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

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

function tip(
  day: number,
  chart: ChartData,
  { days, words }: PageData,
  number: Intl.NumberFormat,
): HTMLElement {
  const box = document.createElement('div');
  const heading = document.createElement('b');
  heading.textContent = days[day]?.long ?? '';
  box.append(heading);
  const values = chart.series.map(({ name, values: each }) => ({ name, value: each[day] ?? null }));
  const lines = values.every(({ value }) => value === null)
    ? [words.noRun]
    : values.map(
        ({ name, value }) => `${name}: ${value === null ? '–' : `${number.format(value)} ${chart.unit}`}`,
      );
  for (const text of lines) {
    const part = document.createElement('span');
    part.textContent = text;
    box.append(part);
  }
  return box;
}
