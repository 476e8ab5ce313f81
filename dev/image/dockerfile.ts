/** One step of a Dockerfile: "RUN" with "npm ci". */
export interface Step {
  instruction: string;
  text: string;
}

export interface Stage {
  /** A stage before this one, or an image that somebody else built. */
  base: string;
  name: string;
  steps: Step[];
}

/** What a stage leaves to whoever starts a container of it. */
export interface ImageSettings {
  workdir: string;
  user: string;
  env: Record<string, string>;
  labels: Record<string, string>;
  entrypoint: string[];
  cmd: string[];
}

/** The stages in their order; the last one is the image. */
export function readDockerfile(text: string): Stage[] {
  const stages: Stage[] = [];
  const lines = text
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  for (const line of lines) {
    const [, instruction = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    if (instruction === 'FROM') {
      const [base = '', , name = `stage ${stages.length + 1}`] = rest.split(/\s+/);
      stages.push({ base, name, steps: [] });
    } else {
      stages.at(-1)?.steps.push({ instruction, text: rest });
    }
  }
  return stages;
}

export function bareSettings(): ImageSettings {
  return { workdir: '/', user: 'root', env: {}, labels: {}, entrypoint: [], cmd: [] };
}

/** Takes in a step that only sets something. False where the step is one that does something. */
export function takeIn(
  settings: ImageSettings,
  { instruction, text }: Step,
  args: Map<string, string>,
): boolean {
  const [, name = '', value = ''] = /^([^=\s]+)=?(.*)$/.exec(filledIn(text, args)) ?? [];
  if (instruction === 'WORKDIR') settings.workdir = text;
  else if (instruction === 'USER') settings.user = text;
  else if (instruction === 'ENV') settings.env[name] = value;
  else if (instruction === 'LABEL') settings.labels[name] = value;
  else if (instruction === 'ENTRYPOINT') settings.entrypoint = JSON.parse(text) as string[];
  else if (instruction === 'CMD') settings.cmd = JSON.parse(text) as string[];
  else if (instruction === 'ARG') args.set(name, args.get(name) ?? value);
  else return false;
  return true;
}

function filledIn(text: string, args: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\{?([A-Z_]+)\}?/g, (_whole, name: string) => args.get(name) ?? '');
}
