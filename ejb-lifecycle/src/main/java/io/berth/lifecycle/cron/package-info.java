/** Times of a calendar, written as five-field cron expressions in a time zone. Pure. */
package io.berth.lifecycle.cron;
