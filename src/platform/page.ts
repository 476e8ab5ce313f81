import { createHash } from 'node:crypto';
import type { Language } from './language.ts';
import { Markup, markup } from './markup.ts';

interface Head {
  language: Language;
  title: string;
  style: string;
  /** Further elements. */
  more?: Markup;
}

/** How every page begins, up to its body. */
export function pageHead({ language, title, style, more }: Head): Markup {
  return markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
${more ?? null}<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Markup(style)}</style>
</head>`;
}

/** What a page may use: its own program and style sheet, by their hashes, and what `rules` add. Of elsewhere it may have nothing. */
export function pagePolicy(program: string | undefined, style: string, rules: readonly string[]): string {
  return [
    `default-src 'none'`,
    ...(program === undefined ? [] : [`script-src ${hashOf(program)}`]),
    `style-src-elem ${hashOf(style)}`,
    `img-src data:`,
    `base-uri 'none'`,
    ...rules,
  ].join('; ');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
