/** qualityText says how good a connection is. */
export const qualityText = ['', 'Bad connection', 'Weak connection', 'Fair connection', 'Good connection'] as const
