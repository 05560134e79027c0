/** Processes that the clock starts: what is due, what was seen to, and the duty that does it. */
package io.berth.lifecycle.schedule;
