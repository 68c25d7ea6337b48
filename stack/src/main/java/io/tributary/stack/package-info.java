/**
 * PostgreSQL, Kafka, Connect with Debezium, Redis and Flink as operating-system processes of this
 * machine, each started from Maven artifacts, on loopback, in a directory of its own.
 */
@NullMarked
package io.tributary.stack;

import org.jspecify.annotations.NullMarked;
