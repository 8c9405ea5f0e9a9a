// Text of tasks and requirements is data: nothing in it may become a link or markup in a hover.

export const escapeMarkdown = (text: string): string => text.replace(/[\\`*_{}[\]()#+\-.!<>|]/g, '\\$&');
