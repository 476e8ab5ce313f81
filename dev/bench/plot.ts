import * as echarts from 'echarts';
import type { Point } from './sizes.ts';

const NAMES: Record<string, string> = { job: 'this job', peer: 'peer (pandas)', floor: 'floor' };
const COLOURS: Record<string, string> = { job: '#0b6e4f', peer: '#c8553d', floor: '#6b7280' };
const WIDTH = 880;
const HEIGHT = 360;

/** Time and memory against the size of the catalogue, side by side, both axes logarithmic; an SVG that stands by itself. */
export function plot(points: readonly Point[]): string {
  const names = [...new Set(points.map(({ name }) => name))];
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  const panels = [
    { title: 'seconds', left: 60, of: ({ seconds }: Point) => seconds },
    { title: 'MB resident at most', left: 500, of: ({ peakMb }: Point) => peakMb },
  ];
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: 'sans-serif' },
    legend: { top: 8, data: names.map((name) => NAMES[name] ?? name) },
    grid: panels.map(({ left }) => ({ left, top: 70, width: 340, bottom: 50 })),
    xAxis: panels.map((_, gridIndex) => ({
      gridIndex,
      type: 'log',
      name: 'products',
      nameLocation: 'middle',
      nameGap: 30,
      axisLabel: { formatter: (value: number) => value.toLocaleString('en-US') },
      min: Math.min(...points.map(({ products }) => products)),
      max: Math.max(...points.map(({ products }) => products)),
    })),
    yAxis: panels.map(({ title }, gridIndex) => ({
      gridIndex,
      type: 'log',
      name: title,
      axisLabel: { formatter: (value: number) => String(value) },
    })),
    series: panels.flatMap(({ of }, index) =>
      names.map((name) => ({
        name: NAMES[name] ?? name,
        type: 'line',
        xAxisIndex: index,
        yAxisIndex: index,
        color: COLOURS[name],
        symbolSize: 7,
        data: points.filter((point) => point.name === name).map((point) => [point.products, of(point)]),
      })),
    ),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
