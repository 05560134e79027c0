/**
 * Events that leave Berth: numbered once they are committed, delivered at least once and in order.
 */
package io.berth.lifecycle.outbox;
