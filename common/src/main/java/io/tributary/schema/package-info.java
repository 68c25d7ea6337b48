/**
 * What is known of the tables' columns over time: the history that the source database writes of
 * its own DDL, and the SQL that makes it do so.
 */
@NullMarked
package io.tributary.schema;

import org.jspecify.annotations.NullMarked;
