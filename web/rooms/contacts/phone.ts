/** Digits enough to be a phone; otherwise what was typed is a name. */
export const looksLikePhone = (typed: string): boolean => /^[+\d(][\d\s()-]{4,}$/.test(typed.trim()) && typed.replace(/\D/g, '').length >= 5
