export type { Transport, TransportRequest, TransportResponse } from './transport.ts'
export type { CacheRecord, CacheStore, OutboxEntry, OutboxState, OutboxStore, StoredPhoto, Stores } from './stores.ts'
export type { Channel, ChannelMessage, Clock, Locks, Random, Wakeups } from './platform.ts'
