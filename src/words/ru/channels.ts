/** What the desk says of channels that people add in the workspace. */
export const channels = {
  /** The secret of the desk is another one than when passwords were typed. */
  sealed: 'Секрет рабочего места сменился: введите пароль или токен заново.',
}

export type ChannelWords = typeof channels
