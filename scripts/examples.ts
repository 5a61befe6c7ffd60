/** Reports that are shown as examples, and the samples that they are made from. */
export const examples = {
  'nat-rebind': 'nat-rebind-new-address',
  'middlebox-idle-timeout': 'middlebox-idle-rst-on-next-packet',
  'application-abort': 'close-with-unread-data-small',
} as const;

export const languages = ['zh-CN', 'en'] as const;
