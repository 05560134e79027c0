/**
 * Who holds which task: the claim, what holders report, the end of leases, and what an operator may
 * do about it. The fence is the attempt: whoever does not name the current one changes nothing.
 */
package io.berth.lifecycle.claim;
