/** What was asked under an {@code Idempotency-Key}, and is not to be done twice. */
package io.berth.lifecycle.once;
