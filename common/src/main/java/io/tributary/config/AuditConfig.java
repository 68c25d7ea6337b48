package io.tributary.config;

import io.tributary.config.binding.Doc;
import io.tributary.config.binding.Matches;
import java.io.Serializable;

/** Where the record of every change is kept. */
public record AuditConfig(
    @Doc(value = "Namespace of the audit tables; levels separated by dots.", byDefault = "audit")
        @Matches(
            value = "[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*",
            words = "letters, digits, underscores and hyphens, levels separated by dots")
        String namespace)
    implements Serializable {}
