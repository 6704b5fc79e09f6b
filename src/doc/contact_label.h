/*
 * contact_label: the values of words/contact.txt.
 */
#ifndef BH_CONTACT_LABEL_H
#define BH_CONTACT_LABEL_H

enum contact_label {
	LABEL_OTHER,
	LABEL_PHONE,
	LABEL_FAX,
	LABEL_POSTAL,		/* an address stands behind its colon */
	LABEL_SEND,		/* 请寄: an address stands straight behind it */
	LABEL_POSTCODE,
};

#endif
