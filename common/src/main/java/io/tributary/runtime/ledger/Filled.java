package io.tributary.runtime.ledger;

import java.io.Serializable;

/**
 * A ledger subtask's report that all rows that it keeps of a table have been counted in everything
 * defined up to this generation, and that every step and store has the result. The table is filled
 * once all subtasks have reported.
 *
 * @param table {@code public.users}
 * @param generation see {@link io.tributary.ledger.Generations}
 * @param subtask the one that reports, from 0
 * @param subtasks how many there are
 */
public record Filled(String table, int generation, int subtask, int subtasks)
    implements Serializable {}
