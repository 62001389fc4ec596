"""The words of letters about many contracts, where they differ from those about one."""

_EN = {
    "label.listed": "Contracts",
    "listed": "{count}; the enclosed list names each of them",
    "attachment.list": "list of the contracts ({count});",
    "list.title": "List of contracts\nenclosed with my letter {reference}; contracts in all: {count}",
    "label.place": "No.",
    "label.sent": "Notice sent on",
    "label.answer_by": "Answer due by",
    "label.end": "To end on",
    "end.receipt": "receipt of the notice",
    "since.listed": "as of the days that the enclosed list states",
    "application.title": "Notice of termination\nof contracts for telecommunications services",
    "application.opening": "I hold the following contracts with you for mobile telecommunications services:",
    "application.ground_ru": "Of my own free will I withdraw from these contracts unilaterally, on the ground of the"
    " Rules for the Provision of Telephone Services in force on the date of this notice and of Article 32 of the"
    " Law of the Russian Federation “On Protection of Consumers’ Rights”.",
    "application.ground": "Of my own free will I withdraw from these contracts and terminate them.",
    "application.end": "Please treat the contracts as terminated {since}. I will not use any services under them"
    " after that.",
    "item.stop": "stop charging under the contracts from then on and switch off all paid services and subscriptions;",
    "item.refund_account": "refund the unused prepaid balances to the account named below;",
    "item.refund_number": "refund the unused prepaid balances by crediting them to {to_number}, a number that you"
    " serve;",
    "item.statement": "issue a final statement of account for each contract that shows that nothing is owed;",
    "item.confirm": "inform me in writing of the registration number and date of this notice and, once the contracts"
    " have ended, send confirmation of the termination of each to the addresses above.",
    "debt.none": "I owe nothing under the contracts.",
    "debt.paid": "The debts under the contracts have been paid; the receipt is attached.",
    "sent.opening": "I sent you notices of termination of the following contracts for telecommunications services, on"
    " the dates that the enclosed list states:",
    "late.listed": "The days by which your answers were due are stated there as well. I have had no substantive answer"
    " about any of these contracts to this day.",
    "chaser.title": "Enquiry\nabout the notices of termination that I sent you",
    "item.status": "tell me what stage the processing of each notice has reached;",
    "item.end": "confirm for each contract the date on which it ended or will end;",
    "item.registered": "state the registration number and date of each notice, and answer in writing.",
    "quote": "Please quote my reference and the numbers in the list in your answer.",
    "supervisor.title": "For the attention of the supervisor\nNotices of termination not dealt with",
    "claim.title": "Formal claim\nNotices of termination not carried out",
    "claim.ground_ru": "A consumer may withdraw from services at any time on paying the costs actually incurred"
    " (Article 32 of the Law of the Russian Federation “On Protection of Consumers’ Rights”). Inaction on the"
    " carrier’s part neither prolongs the contracts nor gives a right to charge for them.",
    "claim.ground": "The contracts have been ended by my withdrawal from them; inaction on the carrier’s part neither"
    " prolongs them nor gives a right to charge for them.",
    "item.end_now": "confirm the termination of the contracts {since};",
    "item.cancel_charges": "cancel everything charged after the end of the contracts, and stop charging;",
    "regulator.opening": "I sent the carrier notices of termination of the following contracts for telecommunications"
    " services, on the dates that the enclosed list states:",
    "regulator.late.listed": "The days by which the carrier’s answers were due are stated there as well. I have had no"
    " substantive answer about any of these contracts to this day.",
    "item.oblige": "take steps to have the infringement remedied and the contracts ended;",
}

_RU = {
    "label.listed": "Договоры",
    "listed": "{count}, согласно прилагаемому перечню",
    "attachment.list": "перечень договоров ({count});",
    "list.title": "Перечень договоров\nк моему обращению {reference}; всего договоров: {count}",
    "label.place": "№",
    "label.sent": "Заявление направлено",
    "label.answer_by": "Срок ответа",
    "label.end": "Дата расторжения",
    "end.receipt": "день получения заявления",
    "since.listed": "с дат, указанных в прилагаемом перечне",
    "application.title": "Заявление\nо расторжении договоров об оказании услуг связи",
    "application.opening": "Между мной и вами заключены договоры об оказании услуг подвижной радиотелефонной связи:",
    "application.ground_ru": "По собственному желанию я в одностороннем порядке отказываюсь от исполнения"
    " этих договоров на основании Правил оказания услуг телефонной связи, действующих на дату заявления, и статьи 32"
    " Закона Российской Федерации «О защите прав потребителей».",
    "application.ground": "По собственному желанию я отказываюсь от исполнения этих договоров и расторгаю их.",
    "application.end": "Договоры прошу считать расторгнутыми {since}. После этого услугами связи по договорам"
    " пользоваться не буду.",
    "item.stop": "прекратить с этого времени начисление платы по договорам и отключить все платные услуги и подписки;",
    "item.refund_account": "вернуть неиспользованные остатки авансов по реквизитам, указанным ниже;",
    "item.refund_number": "вернуть неиспользованные остатки авансов, зачислив их на обслуживаемый вами абонентский"
    " номер {to_number};",
    "item.statement": "выдать по каждому договору документ об итоговых расчётах и об отсутствии задолженности;",
    "item.confirm": "письменно сообщить номер и дату регистрации этого заявления, а после расторжения договоров"
    " уведомить о расторжении каждого из них по указанным выше адресам.",
    "debt.none": "Задолженности по договорам не имею.",
    "debt.paid": "Задолженность по договорам погашена, платёжный документ прилагается.",
    "sent.opening": "В даты, указанные в прилагаемом перечне, мной направлены вам заявления о расторжении следующих"
    " договоров об оказании услуг связи:",
    "late.listed": "Сроки, в которые ожидались ответы, указаны там же. Ответ по существу до сих пор не получен ни по"
    " одному из этих договоров.",
    "chaser.title": "Запрос\nо ходе рассмотрения заявлений о расторжении договоров",
    "item.status": "сообщить, на какой стадии находится рассмотрение каждого заявления;",
    "item.end": "подтвердить по каждому договору дату, с которой он прекращён или будет прекращён;",
    "item.registered": "указать номер и дату регистрации каждого заявления и ответить письменно.",
    "quote": "В ответе прошу указать мой исходящий номер и номера из перечня.",
    "supervisor.title": "Обращение к руководителю\nв связи с нерассмотрением заявлений о расторжении договоров",
    "claim.title": "Претензия\nв связи с бездействием по заявлениям о расторжении договоров",
    "claim.ground_ru": "Потребитель вправе в любое время отказаться от исполнения договора об оказании услуг, оплатив"
    " исполнителю фактически понесённые им расходы (статья 32 Закона Российской Федерации «О защите прав"
    " потребителей»). Бездействие оператора не продлевает договоры и не даёт права начислять плату.",
    "claim.ground": "Договоры прекращены в связи с моим отказом от них; бездействие оператора их не продлевает и не"
    " даёт права начислять плату.",
    "item.end_now": "подтвердить расторжение договоров {since};",
    "item.cancel_charges": "аннулировать все начисления после прекращения договоров и прекратить дальнейшие"
    " начисления;",
    "regulator.opening": "В даты, указанные в прилагаемом перечне, мной направлены оператору связи заявления о"
    " расторжении следующих договоров об оказании услуг связи:",
    "regulator.late.listed": "Сроки, в которые ожидались ответы оператора связи, указаны там же. Ответ по существу до"
    " сих пор не получен ни по одному из этих договоров.",
    "item.oblige": "принять меры, чтобы нарушение было устранено, а договоры прекращены;",
}

_ZH = {
    "label.listed": "合同",
    "listed": "共{count}份，详见所附清单",
    "attachment.list": "合同清单（共{count}份）；",
    "list.title": "合同清单\n本人函件{reference}之附件，共{count}份合同",
    "label.place": "序号",
    "label.sent": "申请提交日期",
    "label.answer_by": "答复期限",
    "label.end": "终止日期",
    "end.receipt": "收到申请之日",
    "since.listed": "自所附清单载明之日起",
    "application.opening": "本人与贵方订有下列移动电话服务合同：",
    "application.ground_ru": "依据本申请提出之日有效的《俄罗斯联邦电话服务提供规则》及"
    "《俄罗斯联邦消费者权益保护法》第三十二条，本人自愿单方解除上述各合同。",
    "application.ground": "本人自愿解除上述各合同。",
    "application.end": "请{since}终止上述各合同。此后本人不再使用这些合同项下的任何服务。",
    "item.stop": "自终止之日起停止计费，并关闭全部付费业务及订阅；",
    "item.refund_account": "将各合同项下未使用的预存话费退至下列账户；",
    "item.refund_number": "将各合同项下未使用的预存话费退至贵方网内号码{to_number}；",
    "item.statement": "就每份合同出具最终结算单及无欠费证明；",
    "item.confirm": "书面告知本申请的登记编号及日期，并在各合同终止后将每份合同的终止证明发送至上述地址。",
    "debt.none": "本人在上述各合同项下均无欠费。",
    "debt.paid": "上述各合同项下的欠费已经缴清，缴费凭证附后。",
    "sent.opening": "本人已于所附清单载明之日向贵方提交解除下列电信服务合同的申请：",
    "late.listed": "各项申请的答复期限亦载于该清单。就上述任何一份合同，本人至今均未收到实质性答复。",
    "item.status": "告知上述各项申请目前的办理进度；",
    "item.end": "逐一确认各合同已终止或将终止的日期；",
    "item.registered": "注明各项申请的登记编号及日期，并以书面形式答复。",
    "quote": "答复时请注明我方编号及清单所列各编号。",
    "claim.ground_ru": "消费者在支付实际发生的费用后，有权随时解除服务合同"
    "（《俄罗斯联邦消费者权益保护法》第三十二条）。运营商不作为，既不使合同延续，也不构成继续收费的依据。",
    "claim.ground": "上述各合同已因本人提出解除而终止；运营商不作为，既不使合同延续，也不构成继续收费的依据。",
    "item.end_now": "确认上述各合同{since}终止；",
    "item.cancel_charges": "撤销各合同终止之后的一切计费，并停止继续计费；",
    "regulator.opening": "本人已于所附清单载明之日向电信运营商提交解除下列电信服务合同的申请：",
    "regulator.late.listed": "运营商各项答复的期限亦载于该清单。就上述任何一份合同，本人至今均未收到实质性答复。",
    "item.oblige": "采取措施，责令其改正并终止上述各合同；",
}

TEXTS: dict[str, dict[str, str]] = {"en": _EN, "ru": _RU, "zh-hans": _ZH}
