package io.tributary.config;

import io.tributary.config.binding.Doc;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What protecting personal data needs. */
public record PiiConfig(@Doc("Keys for the rule hmac.") @Nullable HmacConfig hmac)
    implements Serializable {}
