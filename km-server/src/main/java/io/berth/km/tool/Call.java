package io.berth.km.tool;

/**
 * Who calls a tool, and under which idempotency key.
 *
 * @param idempotencyKey the header as sent, or null
 */
public record Call(String subject, String idempotencyKey) {}
