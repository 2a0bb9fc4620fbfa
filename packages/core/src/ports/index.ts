export type { Identity, Token, TokenSource } from './identity.ts'
export type { ListenOptions, Transport, TransportRequest, TransportResponse } from './transport.ts'
export type {
  CacheMarks,
  CacheRecord,
  CacheStore,
  MetaStore,
  OutboxEntry,
  OutboxExchange,
  OutboxPatch,
  OutboxState,
  OutboxStore,
  PlainStores,
  StorageTrouble,
  StoredPhoto,
  Stores,
} from './stores.ts'
export type { Channel, ChannelMessage, Clock, Locks, Random, Wakeups } from './platform.ts'
