/** Requests for a task that wait for one, without a thread each, and what wakes them. */
package io.berth.lifecycle.waiting;
