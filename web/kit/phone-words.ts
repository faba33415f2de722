/** `+79161234501` as people read it: `+7 916 123-45-01`. Other numbers stay as they are. Pure. */
export const phoneWords = (phone: string): string => phone.replace(/^\+7(\d{3})(\d{3})(\d{2})(\d{2})(?!\d)/, '+7 $1 $2-$3-$4')
