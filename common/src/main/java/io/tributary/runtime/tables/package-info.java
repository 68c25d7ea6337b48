/** What is known of tables: by the schema history, by the database's catalog, by declaration. */
@NullMarked
package io.tributary.runtime.tables;

import org.jspecify.annotations.NullMarked;
