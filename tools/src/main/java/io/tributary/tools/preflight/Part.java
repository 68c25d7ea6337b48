package io.tributary.tools.preflight;

/** What a pipeline rests on, and what is looked at by itself. */
enum Part {
  /** The source database. */
  DATABASE,
  /** Debezium's connector, and the worker that runs it. */
  CONNECTOR,
  /** The brokers, and the topics of changes and of results. */
  KAFKA,
  /** The Redis of features and caches. */
  REDIS
}
