/** Requests of the management API under an {@code Idempotency-Key}. */
package io.berth.gateway.once;
