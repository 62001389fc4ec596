"""The words of the letters in English: formal British business letters."""

TEXTS: dict[str, str] = {
    # --- head
    "label.addressee": "To",
    "label.addressee_address": "Address",
    "label.regulator": "To",
    "label.sender": "From",
    "label.born": "Date of birth",
    "label.citizenship": "Citizenship",
    "label.document": "Identity document",
    "label.old_document": "Document the contract was made on",
    "label.address": "Address for the answer",
    "label.phone": "Contact phone",
    "label.email": "E-mail",
    "label.representative": "Representative",
    "label.attorney": "Power of attorney",
    "document.passport": "passport",
    "document.national_id": "identity card",
    "document.residence": "residence permit",
    "document.number": "{document} {number}",
    "document.issued_by": "issued by {by}",
    "document.issued_on": "issued on {on}",
    "attorney.both": "no. {number} of {on}",
    "joint": ", ",
    # --- the card and the contract
    "label.number": "Phone number",
    "label.contract": "Contract",
    "label.account": "Account number",
    "label.iccid": "SIM card number (ICCID)",
    "label.eid": "eSIM identifier (EID)",
    "label.reference": "My reference",
    "label.request_numbers": "Your request number",
    "label.confirmation_number": "Your confirmation number",
    "label.carriers_request_numbers": "The carrier’s request number",
    "label.carriers_confirmation_number": "The carrier’s confirmation number",
    "label.carrier": "Carrier",
    "contract.both": "no. {number} of {on}",
    "contract.number": "no. {number}",
    "contract.on": "of {on}",
    "since.day": "as of {day}",
    "since.receipt": "as of the day on which you received the notice",
    "amount.of": " of {amount}",
    # --- application
    "application.title": "Notice of termination\nof a contract for telecommunications services",
    "application.opening": "I hold the following contract with you for mobile telecommunications services:",
    "application.ground_ru": "Of my own free will I withdraw from this contract unilaterally, on the ground of the"
    " Rules for the Provision of Telephone Services in force on the date of this notice and of Article 32 of the"
    " Law of the Russian Federation “On Protection of Consumers’ Rights”.",
    "application.ground": "Of my own free will I withdraw from this contract and terminate it.",
    "application.end": "Please treat the contract as terminated {since}. I will not use any services under it after"
    " that date.",
    "demand": "I request that you:",
    "item.stop": "stop charging under the contract from that date and switch off all paid services and subscriptions;",
    "item.refund_account": "refund the unused prepaid balance{balance_of} to the account named below;",
    "item.refund_number": "refund the unused prepaid balance{balance_of} by crediting it to {to_number}, a number"
    " that you serve;",
    "item.statement": "issue a final statement of account that shows that nothing is owed;",
    "item.confirm": "inform me in writing of the registration number and date of this notice and, once the contract"
    " has ended, send confirmation of its termination to the addresses above.",
    "debt.none": "I owe nothing under the contract.",
    "debt.paid": "The debt under the contract has been paid; the receipt is attached.",
    # --- after it was sent
    "sent.opening": "On {submitted} I sent you notice of termination of my contract for telecommunications services:",
    "late.acknowledged": "On {acknowledged} you acknowledged receipt, but you have not told me your decision.",
    "late.promised": "You promised an answer by {promised}. I have had no substantive answer to this day.",
    "late.due": "An answer was due by {due}. I have had no substantive answer to this day.",
    "late.plain": "I have had no substantive answer to this day.",
    "contacts": "I have contacted you before:",
    "contact": "{contact_on}, {contact_channel};",
    "contact.agent": "{contact_on}, {contact_channel}, member of staff: {contact_agent};",
    "channel.call": "by phone",
    "channel.chat": "by chat",
    "channel.email": "by e-mail",
    "channel.letter": "by letter",
    "channel.shop": "in a shop",
    "channel.portal": "through the online account",
    "channel.sms": "by SMS",
    "chaser.title": "Enquiry\nabout the notice of termination that I sent you",
    "item.status": "tell me what stage the processing of my notice has reached;",
    "item.end": "confirm the date on which the contract ended or will end;",
    "item.registered": "state the registration number and date of my notice, and answer in writing.",
    "quote": "Please quote the numbers above in your answer.",
    "supervisor.title": "For the attention of the supervisor\nNotice of termination not dealt with",
    "supervisor.why": "Customer support has not resolved the matter, and charges may go on meanwhile.",
    "item.take_over": "take charge of this matter personally;",
    "item.responsible": "name the person responsible and the day by which I will have a written answer.",
    # --- claims
    "claim.title": "Formal claim\nNotice of termination not carried out",
    "claim.ground_ru": "A consumer may withdraw from services at any time on paying the costs actually incurred"
    " (Article 32 of the Law of the Russian Federation “On Protection of Consumers’ Rights”). Inaction on the"
    " carrier’s part neither prolongs the contract nor gives a right to charge for it.",
    "claim.ground": "The contract has been ended by my withdrawal from it; inaction on the carrier’s part neither"
    " prolongs it nor gives a right to charge for it.",
    "claim.demand": "I therefore demand that you:",
    "item.end_now": "confirm the termination of the contract {since};",
    "item.cancel_charges": "cancel everything charged after that date, and stop charging;",
    "item.answer": "give a reasoned answer in writing within the time set by law.",
    "claim.reserve": "Should this claim not be met, I reserve the right to turn to the supervisory authorities and to"
    " the courts.",
    "refund.title": "Formal claim\nRefund of the unused prepaid balance",
    "refund.opening": "I hold the following contract with you for mobile telecommunications services:",
    "refund.ended": "My contract for telecommunications services ended on {confirmed_end}:",
    "refund.asked": "On {submitted} I sent you notice of termination of my contract for telecommunications services:",
    "refund.nothing": "An unused prepaid balance of {outstanding} was left on the account. It has not been refunded"
    " to this day.",
    "refund.part": "Of the unused prepaid balance {received} has been refunded. The remaining {outstanding} has not"
    " been refunded to this day.",
    "refund.ground_ru": "An unused advance must be returned to the subscriber on demand; there is no ground for"
    " withholding it after withdrawal from the services (Article 32 of the Law of the Russian Federation “On"
    " Protection of Consumers’ Rights”).",
    "refund.ground": "Once the contract has ended there is no ground for withholding an unused balance.",
    "item.calculation": "tell me how the refund was calculated and on which day it was paid;",
    "dispute.title": "Formal claim\nCharge made after the end of the contract",
    "dispute.ended": "On {confirmed} you confirmed that my contract for telecommunications services ended on"
    " {confirmed_end}:",
    "dispute.ended_on": "My contract for telecommunications services ended on {confirmed_end}:",
    "dispute.charge": "Nevertheless, on {charged_on} the following was charged or debited under this contract:"
    " {charge}.",
    "dispute.ground": "No services were provided to me after the end of the contract; there is no ground for the"
    " charge.",
    "item.cancel_charge": "cancel this charge and make no further ones;",
    "item.refund_charge_account": "refund the amount debited to the account named below;",
    "item.refund_charge_number": "refund the amount debited by crediting it to {to_number}, a number that you serve;",
    "item.no_debt": "confirm in writing that nothing is owed, and pass no information about a debt to third parties;",
    # --- regulator, consent
    "regulator.title": "Complaint\nabout the inaction of a telecommunications carrier",
    "regulator.opening": "On {submitted} I sent the carrier notice of termination of my contract for"
    " telecommunications services:",
    "regulator.late.acknowledged": "On {acknowledged} the carrier acknowledged receipt, but it has not told me its"
    " decision.",
    "regulator.late.promised": "The carrier promised an answer by {promised}. I have had no substantive answer to this"
    " day.",
    "regulator.late.due": "The carrier’s answer was due by {due}. I have had no substantive answer to this day.",
    "regulator.confirmed": "On {confirmed} the carrier confirmed {confirmed_end} as the end of the contract.",
    "regulator.contacts": "I have contacted the carrier about this before:",
    "regulator.demand": "I therefore ask that you:",
    "regulator.why": "The carrier has not met my demands of its own accord.",
    "item.check": "examine whether the carrier observes the rules for the provision of telephone services;",
    "item.oblige": "take steps to have the infringement remedied and the contract ended;",
    "item.tell_me": "inform me of the outcome at the addresses above.",
    "consent.title": "Withdrawal of consent\nto the processing of personal data",
    "consent.ground_ru": "On the ground of Articles 9 and 21 of the Federal Law “On Personal Data” (No. 152-FZ) I"
    " withdraw the consent to the processing of my personal data that was given when the contract for"
    " telecommunications services was made or performed:",
    "consent.ground": "I withdraw the consent to the processing of my personal data that was given when the contract"
    " for telecommunications services was made or performed:",
    "consent.scope": "The withdrawal covers all data and purposes but those whose processing the law requires.",
    "item.stop_processing": "stop processing my personal data and delete it within the time set by law;",
    "item.no_advertising": "send me no advertising by telephone, electronically, by post or otherwise;",
    "item.what_is_kept": "tell me which data you go on keeping, on what ground and until when;",
    # --- end
    "representative.acts": "A representative acts for the subscriber under a power of attorney; the powers are:"
    " {powers}.",
    "bank.heading": "Account for the refund",
    "label.recipient": "Recipient",
    "label.bank_account": "Account",
    "label.bank": "Bank",
    "label.bic": "BIC (Russia)",
    "label.correspondent": "Correspondent account",
    "label.inn": "Bank’s tax number (INN)",
    "label.swift": "SWIFT",
    "bank.abroad": "Should a transfer abroad not be possible, please say so in writing and offer another way of"
    " refund.",
    "attachments": "Enclosures",
    "attachment.passport": "copy of the identity document;",
    "attachment.old_document": "copy of the document the contract was made on;",
    "attachment.contract": "copy of the contract;",
    "attachment.attorney": "copy of the power of attorney;",
    "attachment.translation": "notarised translation of the document;",
    "attachment.receipt": "copy of the payment receipt;",
    "attachment.earlier": "copies of earlier letters and answers;",
    "attachment.bill": "copy of the bill or bank statement.",
    "place_date": "{place}, {today}",
    "date": "{today}",
    "label.signature": "Signature",
    "note.translation": "Translation for the sender. Only the text beside it is signed.",
}
