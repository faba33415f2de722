/**
 * The shape of a translation, made from the base language (Russian): a missing phrase does not compile.
 * Russian counts in three forms (`_one`, `_few`, `_many`); other languages are asked for `_one` and `_other` only.
 */
export type Words<T> = {
  [K in keyof T as K extends `${string}_few` | `${string}_many` ? never : K]: T[K] extends string ? string : Words<T[K]>
}
