import type { z } from 'zod';
import type { errorGroups, preview, taskList, taskStatus } from '../routes/answers.ts';

export type Status = z.output<typeof taskStatus>;
export type TaskList = z.output<typeof taskList>;
export type TaskLine = TaskList['tasks'][number];
export type Preview = z.output<typeof preview>;
export type ErrorGroups = z.output<typeof errorGroups>;
