package io.tributary.runtime.ledger;

import java.io.Serializable;

/**
 * "All rows of this table that I keep have been counted in what there is since this generation, and
 * every step and store knows it." The table has it once all subtasks of the ledger say so.
 *
 * @param table {@code public.users}
 * @param generation see {@link io.tributary.ledger.Generations}
 * @param subtask who says it, from 0
 * @param subtasks how many there are
 */
public record Filled(String table, int generation, int subtask, int subtasks)
    implements Serializable {}
